#pragma once

#include <QDate>

namespace tickgate {

/// Counts the restarts of the present day. A plain value, told what day it is.
class RestartsOfADay
{
public:
    void count(QDate today)
    {
        m_count = on(today) + 1;
        m_day = today;
    }
    [[nodiscard]] int on(QDate day) const { return m_day == day ? m_count : 0; }

private:
    QDate m_day;
    int m_count = 0;
};

} // namespace tickgate
