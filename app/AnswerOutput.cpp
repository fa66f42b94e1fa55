#include "AnswerOutput.h"

#include <cerrno>

namespace tickgate {

AnswerOutput::AnswerOutput(std::FILE *file)
    : m_file(file)
{
    open(QIODevice::WriteOnly | QIODevice::Unbuffered);
}

QString AnswerOutput::problem() const
{
    return m_error ? QString::fromLocal8Bit(m_error.message().c_str()) : QString();
}

qint64 AnswerOutput::readData(char * /*data*/, qint64 /*size*/)
{
    return -1;
}

qint64 AnswerOutput::writeData(const char *data, qint64 size)
{
    const auto length = static_cast<std::size_t>(size);
    if (std::fwrite(data, 1, length, m_file) == length && std::fflush(m_file) == 0)
        return size;
    m_error = {errno, std::generic_category()};
    return -1;
}

} // namespace tickgate
