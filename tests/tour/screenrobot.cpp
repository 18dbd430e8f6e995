#include "screenrobot.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace hermes::tour {

namespace {

void run(const QString &program, const QStringList &arguments)
{
    if (QProcess::execute(program, arguments) != 0) {
        qFatal("%s %s failed", qPrintable(program), qPrintable(arguments.join(u' ')));
    }
}

} // namespace

ScreenRobot::ScreenRobot() : m_folder(qEnvironmentVariable("HERMES_TOUR_PICTURES")) { }

void ScreenRobot::press(const QString &keys) const
{
    run(u"xdotool"_s, {u"key"_s, u"--clearmodifiers"_s, keys});
}

void ScreenRobot::type(const QString &text) const
{
    run(u"xdotool"_s, {u"type"_s, u"--delay"_s, u"8"_s, u"--"_s, text});
}

void ScreenRobot::click(const QPoint &place) const
{
    // Not --sync: it waits for the pointer to move, and fails where it is there already.
    run(u"xdotool"_s,
        {u"mousemove"_s, QString::number(place.x()), QString::number(place.y()), u"click"_s,
         u"1"_s});
}

void ScreenRobot::takePicture(const QString &name)
{
    if (!m_folder.isEmpty()) {
        run(u"import"_s,
            {u"-window"_s, u"root"_s,
             u"%1/%2-%3.png"_s.arg(m_folder).arg(++m_number, 2, 10, QChar(u'0')).arg(name)});
    }
}

} // namespace hermes::tour
