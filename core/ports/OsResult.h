#pragma once

#include <string>
#include <utility>
#include <variant>

// Plain C++, no Qt: each platform's file compiles alone.

namespace tickgate::os {

/// Why a system call did not do what was asked. `code` is the platform's own number (errno, GetLastError).
struct OsError
{
    int code = 0;
    std::string text;

    bool operator==(const OsError &) const = default;
};

/// A value, or the reason there is none.
template <typename T>
class [[nodiscard]] OsResult
{
public:
    OsResult(T value) // NOLINT(google-explicit-constructor): a value is a result
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    OsResult(OsError error) // NOLINT(google-explicit-constructor)
        : m_content(std::in_place_index<1>, std::move(error))
    {}

    [[nodiscard]] bool ok() const { return m_content.index() == 0; }
    [[nodiscard]] const T &value() const { return std::get<0>(m_content); }
    [[nodiscard]] T &value() { return std::get<0>(m_content); }
    [[nodiscard]] const OsError &error() const { return std::get<1>(m_content); }

private:
    std::variant<T, OsError> m_content;
};

} // namespace tickgate::os
