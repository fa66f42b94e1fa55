#pragma once

#include <cstdint>
#include <vector>

namespace tickgate::test {

/// While it lives, this process can open hardly any more files or sockets: it has them all itself. For systems with a
/// limit of open files per process; elsewhere, and under sanitizers that need some themselves, possible() says no.
/// Lives on the test's thread.
class DescriptorDrought
{
public:
    /// Leaves so many descriptors to whoever asks first.
    explicit DescriptorDrought(int left);
    ~DescriptorDrought();
    DescriptorDrought(const DescriptorDrought &) = delete;
    DescriptorDrought &operator=(const DescriptorDrought &) = delete;

    [[nodiscard]] static bool possible();

    /// Gives all of them back, and the limit that was.
    void end();

private:
    std::vector<int> m_taken;
    std::uint64_t m_limitBefore = 0;
};

} // namespace tickgate::test
