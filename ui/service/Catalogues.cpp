#include "Catalogues.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#ifdef TICKGATE_CATALOGUES
static void initCatalogues()
{
    Q_INIT_RESOURCE(translations);
}
#else
static void initCatalogues()
{}
#endif

namespace tickgate {

namespace {

bool install(QCoreApplication &application, const QLocale &locale, const QString &name, const QString &folder)
{
    auto *catalogue = new QTranslator(&application);
    if (catalogue->load(locale, name, QStringLiteral("_"), folder) && QCoreApplication::installTranslator(catalogue))
        return true;
    delete catalogue;
    return false;
}

} // namespace

bool installCatalogues(QCoreApplication &application, const QLocale &locale, const QString &folder)
{
    initCatalogues();
    // Ours last: what is installed last is asked first.
    install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    return install(application, locale, QStringLiteral("tickgate"), folder);
}

} // namespace tickgate
