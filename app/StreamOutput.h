#pragma once

#include <QIODevice>

#include <cstdio>

namespace tickgate {

/// Standard output of a command that never ends by itself: ends the process, as one that is done, when nobody reads it
/// any more, as `| head` leaves it. Main thread; owned by main.
class StreamOutput : public QIODevice
{
    Q_OBJECT

public:
    explicit StreamOutput(std::FILE *file);

    [[nodiscard]] bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    std::FILE *m_file;
};

} // namespace tickgate
