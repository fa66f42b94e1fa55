#pragma once

#include <QString>

#include <string>
#include <vector>

namespace tickgate {

/// Numbers for broker names, so that the data path compares numbers. Few entries, never removed. Hub thread.
class BrokerTable
{
public:
    [[nodiscard]] int numberOf(const std::string &broker)
    {
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            if (m_names[i] == broker)
                return static_cast<int>(i);
        }
        m_names.push_back(broker);
        return static_cast<int>(m_names.size() - 1);
    }
    [[nodiscard]] const std::string &name(int number) const { return m_names[static_cast<std::size_t>(number)]; }

private:
    std::vector<std::string> m_names;
};

} // namespace tickgate
