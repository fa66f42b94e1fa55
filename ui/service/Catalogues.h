#pragma once

#include <QString>

class QCoreApplication;
class QLocale;

namespace tickgate {

/// Where our own catalogues are, compiled in: tickgate_de.qm and so on.
inline const QString kCatalogueFolder = QStringLiteral(":/translations");

/// Gives the program the words of this language, Qt's and our own, as far as there are any; what has no translation
/// stays English. Once, before the first window. Answers whether a catalogue of ours was found. GUI thread.
bool installCatalogues(QCoreApplication &application, const QLocale &locale, const QString &folder = kCatalogueFolder);

} // namespace tickgate
