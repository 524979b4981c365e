using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>What readable messages mean for their IKE SA, by which its end is explained.</summary>
/// <param name="sa">The IKE SA.</param>
/// <param name="announce">Hears of an IKE SA that takes its place: SPI of the new initiator, the choice, SPI of the old one.</param>
internal sealed class ExchangeFacts(ObservedIkeSa sa, Action<ulong, SaProposal, ulong> announce)
{
    // Longer ones are told, but not remembered: an offer and a chain of certificates are far shorter.
    private const int LongestRemembered = 16_384;

    // The last readable request of each side; the initiator's first.
    private readonly IkeMessage?[] _requests = new IkeMessage?[2];

    /// <summary>Takes a message in the clear.</summary>
    internal void Take(IkeMessage message, ObservedStep step)
    {
        if (!message.IsResponse)
        {
            _requests[step.IsFromInitiator ? 0 : 1] = message.Received.Length <= LongestRemembered ? message : null;
        }

        IkeMessage? request = _requests[step.IsFromInitiator == message.IsResponse ? 1 : 0];
        request = request?.MessageId == message.MessageId && request.Exchange == message.Exchange ? request : null;
        switch (message.Exchange)
        {
            case ExchangeType.IkeSaInit:
                TakeInitial(message);
                break;
            case ExchangeType.IkeAuth when message.IsResponse:
                TakeAuthReply(request, message, step);
                break;
            case ExchangeType.CreateChildSa when message.IsResponse:
                TakeCreated(request, message, step);
                break;
            case ExchangeType.Informational when !message.IsResponse:
                TakeNews(message, step);
                break;
        }
    }

    private void TakeInitial(IkeMessage message)
    {
        if (!message.IsResponse)
        {
            sa.Offer = message.Received.Length <= LongestRemembered ? message.Find<SaPayload>() : null;
            (sa.OfferedMethod, sa.FirstRefusal) = (message.Find<KePayload>()?.Method, null);
        }
        else if (message.Find<SaPayload>() is { } answer)
        {
            (sa.Chosen, sa.FirstRefusal) = (message.Received.Length <= LongestRemembered ? answer.Proposals[0] : null, null);
        }
        else
        {
            sa.FirstRefusal = message.Payloads.OfType<NotifyPayload>()
                .FirstOrDefault(notify => notify.IsError || notify.Notify == NotifyType.Cookie);
        }
    }

    private void TakeAuthReply(IkeMessage? request, IkeMessage reply, ObservedStep step)
    {
        NotifyPayload? error = ErrorOf(reply);
        sa.IsAuthenticated |= reply.Find<AuthPayload>() is not null;
        if (error is not null && reply.Find<AuthPayload>() is null && !sa.IsAuthenticated)
        {
            sa.AuthRefusal = (step.IsFromInitiator, error.Notify);
        }
        else
        {
            TakeChild(request, reply, step);
        }
    }

    private void TakeCreated(IkeMessage? request, IkeMessage reply, ObservedStep step)
    {
        if (reply.Find<SaPayload>() is not { } answer || answer.Proposals[0].Protocol != ProtocolId.Ike)
        {
            TakeChild(request, reply, step);
        }
        else if (request?.Find<SaPayload>() is { } offer)
        {
            sa.SuccessorSpi = ProposalSentences.IkeSpi(offer);
            announce(sa.SuccessorSpi, answer.Proposals[0], sa.InitiatorSpi);
        }
    }

    private void TakeChild(IkeMessage? request, IkeMessage reply, ObservedStep step)
    {
        // Who began the exchange is not always the initiator of the IKE SA.
        bool isReversed = step.IsFromInitiator;
        if (reply.Find<SaPayload>() is { } answer && request?.Find<SaPayload>() is { } offer)
        {
            (uint first, uint second) = (ProposalSentences.ChildSpi(offer), ProposalSentences.ChildSpi(answer));
            sa.ChildRefusal = null;
            sa.Add(new ObservedChild(
                step.At,
                ProposalText.Of(answer.Proposals[0].Protocol),
                isReversed ? second : first,
                isReversed ? first : second,
                ProposalSentences.Of(answer.Proposals[0]),
                PayloadSentences.Clean(PayloadSentences.TrafficOf(reply, isReversed) ?? "traffic not seen")));
        }
        else if (ErrorOf(reply) is { } error)
        {
            sa.ChildRefusal = (error.Notify, request is null ? null : PayloadSentences.TrafficOf(request, reversed: false));
        }
    }

    private void TakeNews(IkeMessage message, ObservedStep step)
    {
        if (message.Payloads.OfType<DeletePayload>().Any(delete => delete.Protocol == ProtocolId.Ike))
        {
            sa.WasDeletedByInitiator = step.IsFromInitiator;
        }
        else if (ErrorOf(message)?.Notify is NotifyType.AuthenticationFailed)
        {
            sa.AuthRefusal = (step.IsFromInitiator, NotifyType.AuthenticationFailed);
        }
    }

    private static NotifyPayload? ErrorOf(IkeMessage message) =>
        message.Payloads.OfType<NotifyPayload>().FirstOrDefault(notify => notify.IsError);
}
