#include "DescriptorDrought.h"

namespace tickgate::test {

// Handles have no limit per process that a test could reach.

DescriptorDrought::DescriptorDrought(int)
{}

DescriptorDrought::~DescriptorDrought() = default;

bool DescriptorDrought::possible()
{
    return false;
}

void DescriptorDrought::end()
{}

} // namespace tickgate::test
