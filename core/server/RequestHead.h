#pragma once

#include <QByteArray>
#include <QList>

namespace tickgate {

/// The request line and the fields of a client's HTTP upgrade, read at least as strictly as QWebSocketServer will read
/// them (Qt 6.4): what it does not take it drops without an answer. Pure.
class RequestHead
{
public:
    /// text is everything up to and including the empty line.
    explicit RequestHead(const QByteArray &text);

    /// What is wrong with it: 400 or 431 and a sentence; 0 when nothing is.
    [[nodiscard]] int problemStatus() const { return m_problemStatus; }
    [[nodiscard]] const QByteArray &problem() const { return m_problem; }

    [[nodiscard]] const QByteArray &method() const { return m_method; }
    [[nodiscard]] const QByteArray &target() const { return m_target; }
    [[nodiscard]] const QByteArray &version() const { return m_version; }

    [[nodiscard]] bool has(const char *name) const;
    /// The value of the first field of that name (in lower case), which is the only one that QWebSocketServer reads.
    [[nodiscard]] QByteArray first(const char *name) const;
    /// All values of that name as one list, as RFC 9110 5.3 says: a second Host or Origin so never replaces the first.
    [[nodiscard]] QByteArray joined(const char *name) const;

private:
    struct Field
    {
        QByteArray name;
        QByteArray value;
    };

    void readRequestLine(const QByteArray &line);
    void readField(const QByteArray &line);
    void refuse(int status, const char *problem);

    QByteArray m_method;
    QByteArray m_target;
    QByteArray m_version;
    QList<Field> m_fields;
    int m_problemStatus = 0;
    QByteArray m_problem;
};

} // namespace tickgate
