#include "StreamOutput.h"

#include "app/ExitCode.h"

#include <cstdlib>

namespace tickgate {

qint64 StreamOutput::writeData(const char *data, qint64 size)
{
    const qint64 written = AnswerOutput::writeData(data, size);
    if (written >= 0)
        return written;
    // The latter on Windows.
    const bool readerGone = error() == std::errc::broken_pipe || error() == std::errc::invalid_argument;
    if (!readerGone)
        std::fprintf(stderr, "tickgate: %s\n", error().message().c_str());
    // Whoever called is deep inside a wait for the next line.
    std::_Exit(static_cast<int>(readerGone ? ExitCode::Done : ExitCode::Failed));
}

} // namespace tickgate
