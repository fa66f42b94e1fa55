#pragma once

#include <QString>
#include <QStringList>

namespace tickgate {

/// The program's entry among those the system starts when the user logs in. Plain value; the functions look at and
/// change what the system keeps: a file in ~/.config/autostart, a LaunchAgent, a value under HKCU ... Run. They only
/// ever touch their own entry. Any thread; quick.
struct LoginItem
{
    QString program;       ///< absolute path
    QStringList arguments; ///< usually --minimized
    QString instance;      ///< empty for the nameless one; each instance has its own entry

    [[nodiscard]] bool isEnabled() const;
    /// Empty when done, else what went wrong.
    [[nodiscard]] QString enable() const;
    [[nodiscard]] QString disable() const;

    /// Why the program would not be there at the next login; empty when nothing speaks against it.
    [[nodiscard]] QString obstacle() const;

    /// Where the entry is kept, for messages and tests: a file's path, or the registry value's name.
    [[nodiscard]] QString place() const;
    /// What is kept there. Pure.
    [[nodiscard]] QString content() const;

    /// The path to start this running program by: the AppImage or the bundle where that is what the user has, else the
    /// executable.
    [[nodiscard]] static QString runningProgram();
};

} // namespace tickgate
