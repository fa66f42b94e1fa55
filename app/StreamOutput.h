#pragma once

#include "app/AnswerOutput.h"

namespace tickgate {

/// Standard output of a command that never ends by itself: ends the process, as one that is done, when nobody reads it
/// any more, as `| head` leaves it. Main thread; owned by main.
class StreamOutput : public AnswerOutput
{
    Q_OBJECT

public:
    using AnswerOutput::AnswerOutput;

protected:
    qint64 writeData(const char *data, qint64 size) override;
};

} // namespace tickgate
