#include "Diagnosis.h"

#include <QCoreApplication>

namespace tickgate {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Diagnosis)
};

} // namespace

QString diagnosisLinkTitle(DiagnosisLink link)
{
    switch (link) {
    case DiagnosisLink::ServiceRunning:
        return Words::tr("Proxy running");
    case DiagnosisLink::BusBound:
        return Words::tr("Bus bound");
    case DiagnosisLink::PublisherAttached:
        return Words::tr("Publisher attached");
    case DiagnosisLink::BytesIn:
        return Words::tr("Data coming in");
    case DiagnosisLink::ParseOk:
        return Words::tr("Data readable");
    case DiagnosisLink::TopicMatched:
        return Words::tr("Topics known");
    case DiagnosisLink::ClientSubscribed:
        return Words::tr("Client subscribed");
    case DiagnosisLink::ClientReading:
        return Words::tr("Client reading");
    case DiagnosisLink::LoopTick:
        break;
    }
    return Words::tr("Test tick");
}

QString diagnosisLinkName(DiagnosisLink link)
{
    switch (link) {
    case DiagnosisLink::ServiceRunning:
        return QStringLiteral("service_running");
    case DiagnosisLink::BusBound:
        return QStringLiteral("bus_bound");
    case DiagnosisLink::PublisherAttached:
        return QStringLiteral("publisher_attached");
    case DiagnosisLink::BytesIn:
        return QStringLiteral("bytes_in");
    case DiagnosisLink::ParseOk:
        return QStringLiteral("parse_ok");
    case DiagnosisLink::TopicMatched:
        return QStringLiteral("topic_matched");
    case DiagnosisLink::ClientSubscribed:
        return QStringLiteral("client_subscribed");
    case DiagnosisLink::ClientReading:
        return QStringLiteral("client_reading");
    case DiagnosisLink::LoopTick:
        break;
    }
    return QStringLiteral("loop_tick");
}

QString checkResultName(CheckResult result)
{
    switch (result) {
    case CheckResult::Ok:
        return QStringLiteral("ok");
    case CheckResult::Broken:
        return QStringLiteral("broken");
    case CheckResult::NotReached:
        break;
    }
    return QStringLiteral("not_reached");
}

QString diagnosisActionText(DiagnosisAction action)
{
    switch (action) {
    case DiagnosisAction::None:
        return {};
    case DiagnosisAction::Start:
        return Words::tr("Start the proxy");
    case DiagnosisAction::Restart:
        return Words::tr("Restart the proxy");
    case DiagnosisAction::ShowPorts:
        return Words::tr("Show the ports");
    case DiagnosisAction::ShowSymbols:
        return Words::tr("Show the symbols");
    case DiagnosisAction::ShowClients:
        return Words::tr("Show the clients");
    case DiagnosisAction::ShowLog:
        return Words::tr("Show the log");
    case DiagnosisAction::CopyUrl:
        return Words::tr("Copy the WebSocket address");
    case DiagnosisAction::OpenSettings:
        break;
    }
    return Words::tr("Open settings");
}

} // namespace tickgate
