#include "core/feed/ChildGuard.h"

#include <QProcess>

#include <spdlog/spdlog.h>

#include <qt_windows.h>

namespace tickgate {

/// A job that ends its processes when its last handle closes, which the system does when we die.
class ChildGuardPrivate
{
public:
    ChildGuardPrivate()
        : job(CreateJobObjectW(nullptr, nullptr))
    {
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
        limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    }

    ~ChildGuardPrivate() { CloseHandle(job); }

    ChildGuardPrivate(const ChildGuardPrivate &) = delete;
    ChildGuardPrivate &operator=(const ChildGuardPrivate &) = delete;

    HANDLE job;
};

ChildGuard::ChildGuard()
    : d(std::make_unique<ChildGuardPrivate>())
{}

ChildGuard::~ChildGuard() = default;

void ChildGuard::prepare(QProcess &process)
{
    // No console window may flash up, and Ctrl+C in our console must not reach the child.
    process.setCreateProcessArgumentsModifier([](QProcess::CreateProcessArguments *arguments) {
        arguments->flags |= CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP;
    });
}

void ChildGuard::adopt(const QProcess &process)
{
    const HANDLE child =
        OpenProcess(PROCESS_SET_QUOTA | PROCESS_TERMINATE, FALSE, static_cast<DWORD>(process.processId()));
    if (child == nullptr || !AssignProcessToJobObject(d->job, child))
        spdlog::warn("adapter host: cannot tie it to this process (error {})", GetLastError());
    if (child != nullptr)
        CloseHandle(child);
}

} // namespace tickgate
