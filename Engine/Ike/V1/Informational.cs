using System.Buffers.Binary;
using Pipeline.Engine.Ike.V1.QuickMode;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;

namespace Pipeline.Engine.Ike.V1;

/// <summary>Informational messages: deletes, notifications, signs of life (RFC 2409 §5.7, RFC 3706). Nobody answers them, but for signs of life.</summary>
internal static class Informational
{
    /// <summary>Takes one; what is not authentic changes nothing.</summary>
    internal static void Handle(EstablishedStep step, IsakmpMessage message)
    {
        if (!step.State.Sa.Hashes.IsAuthentic(message))
        {
            return;
        }

        step.Accept(isFresh: message.Payloads.Any(payload => IsAnswer(payload, step.State)));
        step.Add(new Effect.EndIsakmpExchange(message.MessageId));
        foreach (IsakmpPayload payload in message.Payloads)
        {
            switch (payload)
            {
                case DeletePayload { Protocol: IsakmpProtocol.Isakmp } deleted when deleted.Spis.Contains(IsakmpNotices.Cookies(step.State.Sa)):
                    step.Outlive();
                    return;
                case DeletePayload { Protocol: IsakmpProtocol.Esp or IsakmpProtocol.Ah } deleted:
                    Retire(step, deleted);
                    break;
                case NotifyPayload { Notify: NotifyType.AreYouThere } probe:
                    step.Notify(IsakmpNotices.About(step.State.Sa, NotifyType.AreYouThereAcknowledge, probe.Content));
                    break;
                case NotifyPayload { Notify: NotifyType.InitialContact }:
                    step.Add(new Effect.ForgetOthers(step.State.Peer));
                    break;
                case NotifyPayload { IsError: true } error:
                    TakeError(step, error);
                    break;
            }
        }
    }

    /// <summary>The number of our last R-U-THERE can come back only from who has read it: nobody can have recorded that before (RFC 3706 §5.5).</summary>
    private static bool IsAnswer(IsakmpPayload payload, Established state) =>
        payload is NotifyPayload { Notify: NotifyType.AreYouThereAcknowledge, Content: { Length: sizeof(uint) } number }
        && state.Probe != 0 && BinaryPrimitives.ReadUInt32BigEndian(number.Span) == state.Probe;

    private static void Retire(EstablishedStep step, DeletePayload deleted)
    {
        foreach (Octets spi in deleted.Spis)
        {
            uint outbound = BinaryPrimitives.ReadUInt32BigEndian(spi.Span);
            if (step.State.Children.Find(child => child.OutboundSpi == outbound) is { } child)
            {
                // The peer has forgotten both halves: so do we.
                step.Retire(child, tells: false);
            }
        }

        step.CloseIfOrphaned();
    }

    /// <summary>An error names no exchange. When only one of ours is under way, it can mean no other.</summary>
    private static void TakeError(EstablishedStep step, NotifyPayload error)
    {
        InitiatedQuickMode[] initiated = [.. step.State.QuickModes.Values.OfType<InitiatedQuickMode>()];
        if (initiated is [var only])
        {
            QuickModeInitiator.GiveUp(step, only, IsakmpFailures.QuickModeRefused(step.State, only, error.Notify));
        }
    }
}
