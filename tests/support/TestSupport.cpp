#include "TestSupport.h"

#include <QTest>

namespace tickgate::test {

namespace {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kTimeoutScale = 4;
#else
constexpr int kTimeoutScale = 1;
#endif
} // namespace

bool waitFor(const std::function<bool()> &condition, int timeoutMs)
{
    return QTest::qWaitFor(condition, timeoutMs * kTimeoutScale);
}

QString sourcePath(const QString &relative)
{
    return QStringLiteral(TICKGATE_TEST_SOURCE_DIR "/") + relative;
}

} // namespace tickgate::test
