#include "AnswerOutput.h"

#include <cerrno>
#include <system_error>

namespace tickgate {

AnswerOutput::AnswerOutput(std::FILE *file)
    : m_file(file)
{
    open(QIODevice::WriteOnly | QIODevice::Unbuffered);
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
    const std::error_code why(errno, std::generic_category());
    m_problem = QString::fromLocal8Bit(why.message().c_str());
    return -1;
}

} // namespace tickgate
