#include "DescriptorDrought.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace tickgate::test {

namespace {

/// Soon reached, and above what a test has open.
constexpr rlim_t kLowLimit = 256;

rlim_t setSoftLimit(rlim_t wanted)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return before;
}

} // namespace

DescriptorDrought::DescriptorDrought(int left)
    : m_limitBefore(setSoftLimit(kLowLimit))
{
    for (int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC); fd >= 0; fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC))
        m_taken.push_back(fd);
    for (; left > 0 && !m_taken.empty(); --left) {
        ::close(m_taken.back());
        m_taken.pop_back();
    }
}

DescriptorDrought::~DescriptorDrought()
{
    end();
}

bool DescriptorDrought::possible()
{
#ifdef __SANITIZE_ADDRESS__
    return false; // UBSan, which that preset has too, reads memory through a pipe and sees errors where it gets none
#else
    return true;
#endif
}

void DescriptorDrought::end()
{
    if (m_limitBefore == 0)
        return;
    for (const int fd : m_taken)
        ::close(fd);
    m_taken.clear();
    setSoftLimit(static_cast<rlim_t>(m_limitBefore));
    m_limitBefore = 0;
}

} // namespace tickgate::test
