#pragma once

#include <QString>
#include <QTemporaryFile>

#include <memory>

namespace tickgate {

/// Where adapter_host.py lies: beside the installed program, in the source tree of a build, else unpacked from the
/// program into a temporary file that lives as long as this object. Any thread.
class AdapterHostScript
{
public:
    enum class Source
    {
        Anywhere,
        Unpacked
    };

    explicit AdapterHostScript(Source source = Source::Anywhere);
    /// A script of somebody else's, e.g. of a test.
    explicit AdapterHostScript(QString path);

    /// Empty when it could not even be unpacked.
    [[nodiscard]] const QString &path() const;

private:
    QString m_path;
    std::unique_ptr<QTemporaryFile> m_unpacked;
};

} // namespace tickgate
