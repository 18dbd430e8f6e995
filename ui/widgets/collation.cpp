#include "widgets/collation.h"

#include <QLocale>

namespace hermes::widgets {

QCollator peopleCollator()
{
    // The C locale compares code points, whatever the collator is told: agent 10 before Agent 9.
    const QLocale locale;
    QCollator collator(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale);
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

} // namespace hermes::widgets
