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

    /// Empty when it could not even be unpacked.
    [[nodiscard]] const QString &path() const;

private:
    QString m_path;
    std::unique_ptr<QTemporaryFile> m_unpacked;
};

/// OpenAlgo's own interpreter: the given one, else the virtual environment in its folder, else python3 of the system.
/// Empty when there is none. Looks at the file system.
[[nodiscard]] QString openAlgoPython(const QString &given, const QString &folder);

} // namespace tickgate
