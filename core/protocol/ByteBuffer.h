#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace tickgate {

/// Append-only bytes that keep their capacity over clear() and are never zero-filled: what the data path builds
/// frames in, so that a steady stream allocates nothing. Not shared between threads; moved from one to the other.
class ByteBuffer
{
public:
    [[nodiscard]] char *data() noexcept { return m_bytes.get(); }
    [[nodiscard]] const char *data() const noexcept { return m_bytes.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] std::size_t capacity() const noexcept { return m_capacity; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }
    [[nodiscard]] std::string_view view(std::size_t offset, std::size_t count) const noexcept
    {
        return {m_bytes.get() + offset, count};
    }

    /// Room for count more bytes behind the end, uninitialised; say with commit() how many were written.
    [[nodiscard]] char *reserve(std::size_t count)
    {
        if (m_capacity - m_size < count)
            grow(count);
        return m_bytes.get() + m_size;
    }
    void commit(std::size_t count) noexcept { m_size += count; }
    void append(std::string_view bytes)
    {
        std::memcpy(reserve(bytes.size()), bytes.data(), bytes.size());
        commit(bytes.size());
    }
    void truncate(std::size_t size) noexcept { m_size = size; }
    void clear() noexcept { m_size = 0; }
    /// Empties it and gives memory back when a burst has left more than keep bytes of it.
    void clearAndShrink(std::size_t keep)
    {
        m_size = 0;
        if (m_capacity > keep) {
            m_bytes.reset();
            m_capacity = 0;
        }
    }

private:
    void grow(std::size_t count)
    {
        std::size_t capacity = m_capacity == 0 ? 4096 : m_capacity * 2;
        while (capacity - m_size < count)
            capacity *= 2;
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
        if (m_size > 0)
            std::memcpy(bytes.get(), m_bytes.get(), m_size);
        m_bytes = std::move(bytes);
        m_capacity = capacity;
    }

    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

} // namespace tickgate
