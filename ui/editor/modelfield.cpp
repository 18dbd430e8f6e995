#include "editor/modelfield.h"

#include "check/fieldadvice.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAbstractItemView>
#include <QAbstractListModel>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

constexpr int visibleModels = 8;

enum Role
{
    SearchRole = Qt::UserRole, ///< Everything that is searched.
    DetailRole, ///< "Claude Sonnet 4.6 · anthropic"
    SizeRole, ///< "200,000 tokens"
    PriceRole,
    DeprecatedRole
};

/// The id is completed, whatever it was found by.
class ModelCompleter final : public QCompleter
{
public:
    using QCompleter::QCompleter;

    [[nodiscard]] QString pathFromIndex(const QModelIndex &index) const override
    {
        return index.data().toString();
    }
};

/// Two lines: the id and what it costs; whose it is and how much it holds.
class ModelDelegate final : public QStyledItemDelegate
{
public:
    ModelDelegate(const widgets::Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme)
    {
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex & /*index*/) const override
    {
        const QFontMetrics small(m_theme.labelFont());
        return {0, option.fontMetrics.height() + small.height() + widgets::space::small};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const widgets::ThemeColors &colors = m_theme.colors();
        painter->save();
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect, colors.accentSoft);
        } else if (option.state & QStyle::State_MouseOver) {
            painter->fillRect(option.rect, colors.hover);
        }
        const QRect area = option.rect.adjusted(widgets::space::small, widgets::space::tiny,
                                                -widgets::space::small, -widgets::space::tiny);
        const bool isDeprecated = index.data(DeprecatedRole).toBool();
        QRect upper = area;
        upper.setHeight(option.fontMetrics.height());
        painter->setFont(option.font);
        paintLine(*painter, option, upper, {index.data().toString(), colors.text},
                  {index.data(PriceRole).toString(), colors.muted});
        QRect lower = area;
        lower.setTop(upper.bottom() + 1);
        painter->setFont(m_theme.labelFont());
        paintLine(*painter, option, lower, {index.data(DetailRole).toString(), colors.muted},
                  isDeprecated ? Piece{tr("Deprecated"), colors.warning}
                               : Piece{index.data(SizeRole).toString(), colors.muted});
        painter->restore();
    }

private:
    struct Piece
    {
        QString text;
        QColor color;
    };

    /// What stands at the end is whole; what stands before it is cut.
    static void paintLine(QPainter &painter, const QStyleOptionViewItem &option, const QRect &line,
                          const Piece &first, const Piece &last)
    {
        const QFontMetrics metrics = painter.fontMetrics();
        const auto alignment = [&option](Qt::Alignment side) {
            return static_cast<int>(QStyle::visualAlignment(option.direction, side)
                                    | Qt::AlignVCenter);
        };
        painter.setPen(last.color);
        painter.drawText(line, alignment(Qt::AlignRight), last.text);
        const int room =
            line.width() - metrics.horizontalAdvance(last.text) - widgets::space::medium;
        painter.setPen(first.color);
        painter.drawText(line, alignment(Qt::AlignLeft),
                         metrics.elidedText(first.text, Qt::ElideRight, room));
    }

    const widgets::Theme &m_theme;
};

/// No price without its date.
QString sizeAndDate(const registry::ModelInfo &model)
{
    QString size =
        model.contextTokens > 0 ? ModelField::tr("%L1 tokens").arg(model.contextTokens) : QString();
    if (check::priceInWords(model).isEmpty()) {
        return size;
    }
    const QString date =
        ModelField::tr("price of %1", "date").arg(model.pricesFrom.toString(Qt::ISODate));
    return size.isEmpty() ? date : ModelField::tr("%1 · %2").arg(size, date);
}

} // namespace

class ModelList final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void setModels(const QList<registry::ModelInfo> &models)
    {
        if (models == m_models) {
            return;
        }
        beginResetModel();
        m_models = models;
        endResetModel();
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_models.size());
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const registry::ModelInfo &model = m_models.at(index.row());
        switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return model.id;
        case Qt::AccessibleTextRole:
            return ModelField::tr("%1, %2").arg(model.id, check::modelInWords(model));
        case SearchRole:
            return QString(model.id + u' ' + model.label + u' ' + model.provider);
        case DetailRole:
            return model.label.isEmpty()
                ? model.provider
                : ModelField::tr("%1 · %2").arg(model.label, model.provider);
        case SizeRole:
            return sizeAndDate(model);
        case PriceRole:
            return check::priceInWords(model);
        case DeprecatedRole:
            return model.isDeprecated;
        default:
            return {};
        }
    }

private:
    QList<registry::ModelInfo> m_models;
};

ModelField::ModelField(const widgets::Theme &theme, QWidget *parent)
    : FieldLine(parent), m_models(new ModelList(this))
{
    auto *found = new ModelCompleter(m_models, this);
    found->setCompletionRole(SearchRole);
    found->setCaseSensitivity(Qt::CaseInsensitive);
    found->setFilterMode(Qt::MatchContains);
    found->setMaxVisibleItems(visibleModels);
    found->popup()->setItemDelegate(new ModelDelegate(theme, found));
    found->popup()->setMouseTracking(true);
    found->popup()->setAccessibleName(tr("Models"));
    setCompleter(found);
    connect(found, qOverload<const QString &>(&QCompleter::activated), this, &ModelField::chosen);
    m_open = addAction(widgets::themedIcon(theme, u"chevron-down"_s), TrailingPosition);
    m_open->setToolTip(tr("Choose a model (Down)"));
    connect(m_open, &QAction::triggered, this, &ModelField::openList);
}

void ModelField::setModels(const QList<registry::ModelInfo> &models)
{
    m_models->setModels(models);
    m_open->setVisible(!models.isEmpty());
}

void ModelField::openList()
{
    if (!isReadOnly()) {
        setFocus(Qt::OtherFocusReason);
        completer()->setCompletionPrefix({});
        completer()->complete();
    }
}

void ModelField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down && !completer()->popup()->isVisible()) {
        openList();
        event->accept();
        return;
    }
    FieldLine::keyPressEvent(event);
}

} // namespace hermes::editor
