#pragma once

#include <QIODevice>
#include <QString>

#include <cstdio>
#include <system_error>

namespace tickgate {

/// Standard output of a command that ends: remembers why the answer could not be written, which a full disk or a closed
/// pipe may tell only when the bytes leave the buffer. Main thread; owned by main.
class AnswerOutput : public QIODevice
{
    Q_OBJECT

public:
    explicit AnswerOutput(std::FILE *file);

    [[nodiscard]] bool isSequential() const override { return true; }
    /// In the system's words; empty while all that was written got out.
    [[nodiscard]] QString problem() const;

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;

    /// Of the last write that failed.
    [[nodiscard]] const std::error_code &error() const { return m_error; }

private:
    std::FILE *m_file;
    std::error_code m_error;
};

} // namespace tickgate
