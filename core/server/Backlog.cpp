#include "Backlog.h"

namespace tickgate {

namespace {
constexpr std::size_t kDeadBytes = std::size_t{256} * 1024;
}

std::uint64_t Backlog::addTick(ConflationKey key, std::string_view frame, std::uint64_t nowNs)
{
    std::uint64_t dropped = 0;
    if (!m_conflating && (m_messages >= m_budget.messages || m_bytes + frame.size() > m_budget.bytes))
        dropped = startConflating();
    if (m_conflating) {
        if (const auto older = m_newest.find(key); older != m_newest.end()) {
            kill(m_entries[older->second]);
            ++dropped;
        }
    }
    append(key, frame, nowNs);
    if (m_conflating)
        m_newest[key] = m_entries.size() - 1;
    compactIfSparse();
    return dropped;
}

bool Backlog::addKept(std::string_view frame, std::uint64_t nowNs)
{
    if (m_keptMessages >= m_budget.messages || m_keptBytes + frame.size() > m_budget.bytes)
        return false;
    append(std::nullopt, frame, nowNs);
    ++m_keptMessages;
    m_keptBytes += frame.size();
    compactIfSparse();
    return true;
}

void Backlog::dropSymbol(SymbolNumber symbol)
{
    for (std::size_t i = m_first; i < m_entries.size(); ++i) {
        Entry &entry = m_entries[i];
        if (entry.alive && entry.key && entry.key->symbol == symbol) {
            m_newest.erase(*entry.key);
            kill(entry);
        }
    }
    if (m_messages == 0)
        clear();
}

std::uint64_t Backlog::oldestNs() const
{
    for (std::size_t i = m_first; i < m_entries.size(); ++i) {
        if (m_entries[i].alive)
            return m_entries[i].addedNs;
    }
    return 0;
}

std::size_t Backlog::moveTo(ByteBuffer &out, std::size_t maxBytes)
{
    std::size_t moved = 0;
    std::size_t movedBytes = 0;
    while (m_first < m_entries.size() && movedBytes < maxBytes) {
        Entry &entry = m_entries[m_first];
        if (entry.alive) {
            out.append(m_frames.view(entry.offset, entry.size));
            movedBytes += entry.size;
            ++moved;
            if (entry.key) {
                if (const auto newest = m_newest.find(*entry.key);
                    newest != m_newest.end() && newest->second == m_first)
                    m_newest.erase(newest);
            } else {
                --m_keptMessages;
                m_keptBytes -= entry.size;
            }
            kill(entry);
        }
        ++m_first;
    }
    if (m_messages == 0)
        clear();
    else if (m_conflating && m_messages < m_budget.messages / 2 && m_bytes < m_budget.bytes / 2) {
        // The reader catches up: every tick counts again.
        m_conflating = false;
        m_newest.clear();
    }
    return moved;
}

void Backlog::clear()
{
    m_frames.clearAndShrink(std::size_t{256} * 1024);
    m_entries.clear();
    m_newest.clear();
    m_first = 0;
    m_messages = 0;
    m_bytes = 0;
    m_keptBytes = 0;
    m_keptMessages = 0;
    m_conflating = false;
}

void Backlog::append(std::optional<ConflationKey> key, std::string_view frame, std::uint64_t nowNs)
{
    Entry &entry = m_entries.emplace_back();
    entry.offset = m_frames.size();
    entry.size = static_cast<std::uint32_t>(frame.size());
    entry.key = key;
    entry.addedNs = nowNs;
    m_frames.append(frame);
    ++m_messages;
    m_bytes += frame.size();
}

void Backlog::kill(Entry &entry)
{
    entry.alive = false;
    --m_messages;
    m_bytes -= entry.size;
}

std::uint64_t Backlog::startConflating()
{
    m_conflating = true;
    m_newest.clear();
    std::uint64_t dropped = 0;
    for (std::size_t i = m_entries.size(); i-- > m_first;) {
        Entry &entry = m_entries[i];
        if (!entry.alive || !entry.key)
            continue;
        if (!m_newest.try_emplace(*entry.key, i).second) { // a newer one has been met
            kill(entry);
            ++dropped;
        }
    }
    compact();
    return dropped;
}

void Backlog::compactIfSparse()
{
    // What was sent or dropped stays in place until it is more than half of everything, by number or by size.
    if ((m_entries.size() > 64 && m_entries.size() > 2 * m_messages) || m_frames.size() > 2 * m_bytes + kDeadBytes)
        compact();
}

void Backlog::compact()
{
    ByteBuffer frames;
    std::vector<Entry> entries;
    entries.reserve(m_messages);
    m_newest.clear();
    for (std::size_t i = m_first; i < m_entries.size(); ++i) {
        Entry entry = m_entries[i];
        if (!entry.alive)
            continue;
        const std::size_t offset = frames.size();
        frames.append(m_frames.view(entry.offset, entry.size));
        entry.offset = offset;
        if (m_conflating && entry.key)
            m_newest[*entry.key] = entries.size();
        entries.push_back(entry);
    }
    m_frames = std::move(frames);
    m_entries = std::move(entries);
    m_first = 0;
}

} // namespace tickgate
