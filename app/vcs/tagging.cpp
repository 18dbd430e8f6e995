#include "vcs/commitwriting_p.h"

namespace hermes::vcs {

using core::ErrorCode;

core::Result<void> Repository::createTag(const QString &name, const ObjectId &commit,
                                         const QString &message, const Signature &tagger)
{
    git_repository *repository = m_handle->git.get();
    CommitRequest request;
    request.author = tagger;
    request.tagName = name;
    request.tagMessage = message;
    const core::Result<ObjectId> tag = writeTag(repository, commit, request);
    if (!tag) {
        return std::unexpected(tag.error());
    }
    const git_oid id = toGit(*tag);
    ReferencePointer made;
    const int result = git_reference_create(
        std::out_ptr(made), repository, tagReference(name).toUtf8().constData(), &id, 0, nullptr);
    if (result == GIT_EEXISTS) {
        return core::failure(
            ErrorCode::VersionExists,
            Message::tr("The tag %1 exists already. It was not changed.").arg(name));
    }
    if (result < 0) {
        return gitFailure(
            result, ErrorCode::NotWritable,
            Message::tr("The tag %1 could not be made. Nothing was changed.").arg(name));
    }
    return {};
}

} // namespace hermes::vcs
