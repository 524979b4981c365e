using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>Answers a peer that wants another IKE SA in place of this one (RFC 7296 §1.3.2, §2.18, §2.25.2).</summary>
internal static class IkeRekeyResponder
{
    // Each leaves an IKE SA behind that waits for the peer's delete for a while: a peer that never deletes must not pile them up.
    private const int MostRecentRekeys = 8;

    /// <summary>Answers one: <c>SA, Ni, KEi</c>.</summary>
    internal static void Answer(EstablishedStep step, IkeMessage request, SaPayload offer, Octets initiatorNonce)
    {
        Established state = step.State;
        if (state.IsBusyWithChildren || state.IkeRekey?.Rival is not null || state.RecentRekeys(step.Means.Now).Count >= MostRecentRekeys)
        {
            step.Respond(request, new NotifyPayload(NotifyType.TemporaryFailure));
            return;
        }

        if (request.Find<KePayload>() is not { } key || offer.Proposals[0].Spi.Length != sizeof(ulong))
        {
            step.Respond(request, new NotifyPayload(NotifyType.InvalidSyntax));
            return;
        }

        if (IkeChoice.TryChoose(offer, state.Connection.Proposals, key.Method, out NearestMiss? miss) is not { Proposal.Spi.Length: sizeof(ulong) } choice)
        {
            step.Report(ProposalFailures.ByUs(IkeStep.RekeyIke, state.Connection, miss));
            step.Respond(request, new NotifyPayload(NotifyType.NoProposalChosen));
        }
        else if (choice.Suite.KeyExchange.Id != key.Method)
        {
            step.Respond(request, Notices.InvalidKe(choice.Suite.KeyExchange.Id));
        }
        else if (!choice.Suite.KeyExchange.TryRespond(step.Means.Random, key.Value.Span, out byte[] value, out SecretBytes? secret))
        {
            step.Respond(request, new NotifyPayload(NotifyType.InvalidSyntax));
        }
        else
        {
            using (secret)
            {
                Agree(step, request, choice, initiatorNonce, value, secret);
            }
        }
    }

    private static void Agree(
        EstablishedStep step, IkeMessage request, IkeChoice choice, Octets initiatorNonce, byte[] value, SecretBytes secret)
    {
        ulong spi = step.Means.Spis.NextIkeSpi();
        Octets responderNonce = step.Means.Nonce();
        ulong peerSpi = BinaryPrimitives.ReadUInt64BigEndian(choice.Proposal.Spi.Span);
        IkeSaParameters made = IkeReplacement.Make(
            step.State.Sa, choice.Suite, secret, new IkeSaContext(initiatorNonce, responderNonce, peerSpi, spi), isInitiator: false);
        if (step.State.IkeRekey is { } ours)
        {
            step.Change(ours, ours with { Rival = new IkeRival(made, Nonces.Lower(initiatorNonce, responderNonce)) });
        }
        else
        {
            IkeReplacement.Adopt(step, made, weDelete: false);
        }

        // The new one is there before the peer knows of it: its first request may follow the answer at once.
        step.Respond(
            request,
            choice.Answer(PendingIkeRekey.SpiOctets(spi)),
            new NoncePayload(responderNonce),
            new KePayload((ushort)choice.Suite.KeyExchange.Id, value));
    }
}
