#pragma once

#include <memory>

class QProcess;

namespace tickgate {

class ChildGuardPrivate;

/// Makes a child process die with this one, however this one dies. The end of its stdin is the polite way and works
/// everywhere; this is for children that do not look. Linux: the parent-death signal; Windows: a job object; macOS has
/// nothing of the kind. Lives on the thread that starts the child, and on Linux the child dies with that thread.
class ChildGuard
{
public:
    ChildGuard();
    ~ChildGuard();
    ChildGuard(const ChildGuard &) = delete;
    ChildGuard &operator=(const ChildGuard &) = delete;

    /// Before QProcess::start().
    void prepare(QProcess &process);
    /// After QProcess::started().
    void adopt(const QProcess &process);

private:
    std::unique_ptr<ChildGuardPrivate> d;
};

} // namespace tickgate
