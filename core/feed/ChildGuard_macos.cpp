#include "core/feed/ChildGuard.h"

#include <QProcess>

namespace tickgate {

// The kernel offers no parent-death signal: here the child ends because its stdin ends, which its own timer enforces.
class ChildGuardPrivate
{};

ChildGuard::ChildGuard() = default;

ChildGuard::~ChildGuard() = default;

void ChildGuard::prepare(QProcess & /*process*/)
{}

void ChildGuard::adopt(const QProcess & /*process*/)
{}

} // namespace tickgate
