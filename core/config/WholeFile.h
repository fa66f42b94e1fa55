#pragma once

#include <QSaveFile>

namespace tickgate {

/// Puts a written file in its place, all of it or nothing; the reason is the file's errorString(). commit() alone does
/// not notice that the last bytes in its buffer could not be written, as on a full disk, and puts an empty file there.
[[nodiscard]] inline bool commitWhole(QSaveFile &file)
{
    return file.flush() && file.commit();
}

} // namespace tickgate
