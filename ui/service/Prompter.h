#pragma once

#include <QString>

#include <functional>
#include <vector>

class QWidget;

namespace tickgate {

/// One question with its answers, in the order of the buttons.
struct Prompt
{
    struct Answer
    {
        QString text;
        bool destructive = false;
    };

    QString title;
    QString text;
    QString detail;
    std::vector<Answer> answers;
    int preferred = 0; ///< what Enter chooses
    int escape = 0;    ///< what Escape and closing choose
    bool warning = false;
};

/// Whoever answers questions: message boxes in the program, a script in tests. Never blocks: the answer comes by call.
/// GUI thread.
class Prompter
{
public:
    using Answered = std::function<void(int answer)>;

    virtual ~Prompter() = default;

    /// Calls answered once with the index of the chosen answer, unless parent goes away first.
    virtual void ask(QWidget *parent, const Prompt &prompt, Answered answered) = 0;
    /// Where to save something; an empty path when the user thought better of it.
    virtual void askFile(QWidget *parent, const QString &title, const QString &suggested,
                         std::function<void(const QString &path)> chosen) = 0;
    virtual void askFolder(QWidget *parent, const QString &title, const QString &start,
                           std::function<void(const QString &path)> chosen) = 0;
};

} // namespace tickgate
