#pragma once

#include "app/CommandLine.h"

namespace tickgate {

/// One command of the command line.
struct VerbRow
{
    Verb verb;
    const char *name;
    const char *operands; ///< as the help shows them
    int fewest;
    int most;
    const char *help;
};

/// Stores one option's value; returns the sentence that says what is wrong with it, or nothing.
using Store = QString (*)(CommandLine &line, const QString &option, const QString &value);

/// One option of the command line.
struct OptionRow
{
    const char *name;
    const char *valueName; ///< empty for a switch
    QList<Verb> verbs;     ///< it goes with; empty: with all
    const char *help;
    Store store;
};

/// The row of a command; nullptr when there is none.
[[nodiscard]] const VerbRow *findVerb(const QString &name);
/// The row of an option such as "--json"; nullptr when there is none.
[[nodiscard]] const OptionRow *findOption(const QString &name);
/// The names of commands, for sentences: "status, clients".
[[nodiscard]] QString joinedVerbs(const QList<Verb> &verbs);

} // namespace tickgate
