#include "Relaunch.h"

#include <QProcess>

#include <windows.h>

namespace tickgate {

QString relaunch(const QString &program, const QStringList &arguments)
{
    if (!QProcess::startDetached(program, arguments))
        return QStringLiteral("the program could not be started");
    // Not exit(): it waits for what this process could not stop.
    TerminateProcess(GetCurrentProcess(), 0);
    return {};
}

} // namespace tickgate
