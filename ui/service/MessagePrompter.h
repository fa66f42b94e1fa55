#pragma once

#include "ui/service/Prompter.h"

namespace tickgate {

/// Asks with window-modal boxes of the platform. GUI thread.
class MessagePrompter : public Prompter
{
public:
    void ask(QWidget *parent, const Prompt &prompt, Answered answered) override;
    void askFile(QWidget *parent, const QString &title, const QString &suggested,
                 std::function<void(const QString &path)> chosen) override;
    void askFolder(QWidget *parent, const QString &title, const QString &start,
                   std::function<void(const QString &path)> chosen) override;
};

} // namespace tickgate
