#include "registry/spdxlicenses.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

/// A library's resources are not there by themselves. The macro wants no namespace around it.
static void initializeLicenses()
{
    Q_INIT_RESOURCE(licenses);
}

namespace hermes::registry {

const QStringList &spdxLicenses()
{
    static const QStringList licenses = [] {
        initializeLicenses();
        QFile file(u":/licenses/spdx.txt"_s);
        return file.open(QIODevice::ReadOnly)
            ? QString::fromLatin1(file.readAll()).split(u'\n', Qt::SkipEmptyParts)
            : QStringList();
    }();
    return licenses;
}

QString spdxSpelling(const QString &license)
{
    const QStringList &all = spdxLicenses();
    const auto found =
        std::ranges::lower_bound(all, license, [](const QString &left, const QString &right) {
            return left.compare(right, Qt::CaseInsensitive) < 0;
        });
    return found != all.cend() && found->compare(license, Qt::CaseInsensitive) == 0 ? *found
                                                                                    : QString();
}

bool isSpdxExpression(const QString &license)
{
    static const QRegularExpression own(u"\\A(DocumentRef-[\\w.-]+:)?LicenseRef-[\\w.-]+\\z"_s);
    static const QRegularExpression exception(u"\\A[A-Za-z0-9.-]+\\z"_s);
    static const QRegularExpression words(u"[()\\s]+"_s);
    const QStringList parts = license.split(words, Qt::SkipEmptyParts);
    bool wantsLicense = true;
    bool wantsException = false;
    for (const QString &part : parts) {
        if (wantsException) {
            wantsException = false;
            if (!exception.match(part).hasMatch()) {
                return false;
            }
        } else if (wantsLicense) {
            wantsLicense = false;
            const QString id = part.endsWith(u'+') ? part.chopped(1) : part;
            if (spdxSpelling(id) != id && !own.match(part).hasMatch()) {
                return false;
            }
        } else if (part == u"AND" || part == u"OR") {
            wantsLicense = true;
        } else if (part == u"WITH") {
            wantsException = true;
        } else {
            return false;
        }
    }
    return !parts.isEmpty() && !wantsLicense && !wantsException
        && license.count(u'(') == license.count(u')');
}

} // namespace hermes::registry
