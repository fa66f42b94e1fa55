#include "EnvParser.h"

#include <algorithm>

namespace tickgate {

namespace {

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r';
}

bool isBlank(QChar c)
{
    return c.isSpace() && !isLineEnd(c);
}

/// Walks over the text once, front to back. Each take…() moves on only when it finds what it names.
class EnvScanner
{
public:
    explicit EnvScanner(const QString &text)
        : m_text(text)
    {}

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }

    EnvStatement next()
    {
        const auto from = m_at;
        m_statementAt = m_at;
        while (!atEnd() && m_text.at(m_at).isSpace())
            takeCharacter();

        EnvStatement statement;
        statement.line = m_line;
        if (!atEnd() && !takeBinding(statement)) {
            const int line = statement.line;
            statement = EnvStatement{};
            statement.line = line;
            statement.broken = true;
            takeRestOfLine();
            takeLineEnd();
        }
        statement.raw = m_text.mid(from, m_at - from);
        return statement;
    }

private:
    /// False leaves the position where understanding ended; the caller drops the rest of that line.
    bool takeBinding(EnvStatement &statement)
    {
        takeExport();
        if (!takeKey(statement.key))
            return false;
        takeBlanks();
        if (peek() == u'=') {
            takeCharacter();
            takeBlanks();
            statement.hasValue = true;
            if (!takeValue(statement))
                return false;
        }
        takeBlanks();
        if (peek() == u'#')
            takeRestOfLine();
        return takeLineEnd();
    }

    void takeExport()
    {
        static const QString word = QStringLiteral("export");
        if (QStringView(m_text).mid(m_at, word.size()) != word)
            return;
        const auto after = m_at + word.size();
        if (after >= m_text.size() || !isBlank(m_text.at(after)))
            return;
        m_at = after;
        takeBlanks();
    }

    bool takeKey(QString &key)
    {
        if (peek() == u'#')
            return true;
        if (peek() == u'\'') {
            const auto end = m_text.indexOf(u'\'', m_at + 1);
            if (end <= m_at + 1)
                return false;
            key = m_text.mid(m_at + 1, end - m_at - 1);
            takeUntil(end + 1);
            return true;
        }
        const auto from = m_at;
        while (!atEnd() && peek() != u'=' && peek() != u'#' && !peek().isSpace())
            takeCharacter();
        key = m_text.mid(from, m_at - from);
        return !key.isEmpty();
    }

    bool takeValue(EnvStatement &statement)
    {
        QString &value = statement.value;
        const auto from = m_at;
        statement.valueAt = from - m_statementAt;
        if (atEnd() || isLineEnd(peek()))
            return true;
        if (peek() == u'\'' || peek() == u'"') {
            const bool closed = takeQuotedValue(value);
            statement.valueLength = m_at - from;
            return closed;
        }
        takeRestOfLine();
        value = m_text.mid(from, m_at - from);
        // A comment starts at a # that has a blank before it.
        for (qsizetype i = 1; i < value.size(); ++i) {
            if (value.at(i) == u'#' && value.at(i - 1).isSpace()) {
                value.truncate(i - 1);
                break;
            }
        }
        while (!value.isEmpty() && value.back().isSpace())
            value.chop(1);
        statement.valueLength = value.size();
        return true;
    }

    bool takeQuotedValue(QString &value)
    {
        const QChar quote = peek();
        qsizetype end = -1;
        for (qsizetype i = m_text.indexOf(quote, m_at + 1); i >= 0; i = m_text.indexOf(quote, i + 1)) {
            end = i; // an escaped quote still closes the value when no better one follows
            if (i == m_at + 1 || m_text.at(i - 1) != u'\\')
                break;
        }
        if (end < 0)
            return false;
        value = unescaped(m_text.mid(m_at + 1, end - m_at - 1), quote);
        takeUntil(end + 1);
        return true;
    }

    static QString unescaped(const QString &quoted, QChar quote)
    {
        static const QString doubleLetters = QStringLiteral("\\'\"abfnrtv");
        static const QString doubleMeanings = QStringLiteral("\\'\"\a\b\f\n\r\t\v");
        static const QString singleLetters = QStringLiteral("\\'");
        const bool isDouble = quote == u'"';
        const QString &letters = isDouble ? doubleLetters : singleLetters;
        const QString &meanings = isDouble ? doubleMeanings : singleLetters;
        QString plain;
        plain.reserve(quoted.size());
        for (qsizetype i = 0; i < quoted.size(); ++i) {
            const auto letter =
                quoted.at(i) == u'\\' && i + 1 < quoted.size() ? letters.indexOf(quoted.at(i + 1)) : qsizetype(-1);
            if (letter < 0) {
                plain += quoted.at(i);
            } else {
                plain += meanings.at(letter);
                ++i;
            }
        }
        return plain;
    }

    bool takeLineEnd()
    {
        if (atEnd())
            return true;
        if (!isLineEnd(peek()))
            return false;
        takeCharacter();
        return true;
    }

    void takeRestOfLine()
    {
        while (!atEnd() && !isLineEnd(m_text.at(m_at)))
            ++m_at;
    }

    void takeBlanks()
    {
        while (!atEnd() && isBlank(m_text.at(m_at)))
            ++m_at;
    }

    void takeUntil(qsizetype end)
    {
        while (m_at < end)
            takeCharacter();
    }

    /// CR LF counts as one character and one line.
    void takeCharacter()
    {
        if (isLineEnd(m_text.at(m_at))) {
            ++m_line;
            if (m_text.at(m_at) == u'\r' && m_at + 1 < m_text.size() && m_text.at(m_at + 1) == u'\n')
                ++m_at;
        }
        ++m_at;
    }

    [[nodiscard]] QChar peek() const { return atEnd() ? QChar() : m_text.at(m_at); }

    const QString &m_text;
    qsizetype m_at = 0;
    qsizetype m_statementAt = 0;
    int m_line = 1;
};

} // namespace

QList<EnvStatement> parseEnv(const QString &text)
{
    QList<EnvStatement> statements;
    EnvScanner scanner(text);
    while (!scanner.atEnd())
        statements.append(scanner.next());
    return statements;
}

QString expandEnvVariables(const QString &value, const std::function<std::optional<QString>(const QString &)> &lookup)
{
    QString expanded;
    qsizetype at = 0;
    while (at < value.size()) {
        const auto open = value.indexOf(QLatin1String("${"), at);
        const auto close = open < 0 ? -1 : value.indexOf(u'}', open);
        if (close < 0)
            break;
        const QString inside = value.mid(open + 2, close - open - 2);
        const auto colon = inside.indexOf(u':');
        if (colon >= 0 && inside.mid(colon, 2) != QLatin1String(":-")) {
            expanded += value.mid(at, open + 2 - at); // a colon without dash is plain text
            at = open + 2;
            continue;
        }
        const QString name = colon < 0 ? inside : inside.left(colon);
        const QString fallback = colon < 0 ? QString() : inside.mid(colon + 2);
        expanded += value.mid(at, open - at);
        expanded += lookup(name).value_or(fallback);
        at = close + 1;
    }
    expanded += value.mid(at);
    return expanded;
}

QString quotedEnvValue(const QString &value)
{
    static const QString harmless = QStringLiteral("_-+./\\:,@%*=&?~");
    const bool plain =
        std::all_of(value.cbegin(), value.cend(), [](QChar c) { return c.isLetterOrNumber() || harmless.contains(c); });
    QString escaped = value;
    escaped.replace(u'\\', QLatin1String("\\\\"));
    escaped.replace(u'"', QLatin1String("\\\""));
    escaped.replace(u'\n', QLatin1String("\\n"));
    escaped.replace(u'\r', QLatin1String("\\r"));

    QStringList candidates;
    if (plain)
        candidates.append(value);
    // Single quotes keep Windows paths readable: only \\ and \' mean anything inside.
    candidates += {u'\'' + value + u'\'', value, u'"' + escaped + u'"'};
    for (const QString &candidate : std::as_const(candidates)) {
        // A quote further down the file can end a value that closes with a backslash, so one is tried here.
        const QList<EnvStatement> read = parseEnv(QLatin1String("K=") + candidate + QLatin1String("\nL='\"'\"\n"));
        const bool oneLine = !candidate.contains(u'\n') && !candidate.contains(u'\r');
        if (oneLine && !read.first().broken && read.first().value == value)
            return candidate;
    }
    return candidates.last();
}

} // namespace tickgate
