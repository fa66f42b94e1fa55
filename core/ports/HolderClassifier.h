#pragma once

#include "core/ports/PortFacts.h"
#include "core/ports/ProcessIdentity.h"

#include <QStringList>

#include <functional>

namespace tickgate {

/// Whether a file exists; replaced in tests.
using FileExists = std::function<bool(const QString &path)>;

/// Tells what kind of program a process is, from its identity alone. Pure but for the file look-up it is given.
class HolderClassifier
{
public:
    HolderClassifier(const QString &ownExecutable, FileExists fileExists);

    /// Name, masked command, user and start, and what the program is. `ours` and `mayEnd` are the caller's to set.
    [[nodiscard]] HolderFacts classify(const os::ProcessIdentity &identity) const;

private:
    [[nodiscard]] bool isTickgate(const QString &name) const;
    [[nodiscard]] OpenAlgoRole openAlgoRole(const os::ProcessIdentity &identity) const;
    [[nodiscard]] bool isOpenAlgoFolder(const QString &folder) const;

    QString m_ownName;
    FileExists m_fileExists;
};

/// Name, masked command, user and start of a process.
[[nodiscard]] PortHolder describeHolder(const os::ProcessIdentity &identity);

/// The script or module a Python command line runs: "app.py", "-m" modules as "websocket_proxy.server"; empty when
/// none.
[[nodiscard]] QString pythonProgram(const QStringList &arguments);

} // namespace tickgate
