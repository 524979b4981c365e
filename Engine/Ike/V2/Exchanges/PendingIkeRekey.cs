using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.V2.Initial;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>We asked for another IKE SA in place of this one (RFC 7296 §1.3.2, §2.18).</summary>
/// <param name="NewSpi">Our SPI of the new one.</param>
/// <param name="Nonce">Ni.</param>
/// <param name="Method">The method of the KE payload.</param>
/// <param name="Exchange">Our half of it.</param>
/// <param name="Queued">The order behind it.</param>
internal sealed record PendingIkeRekey(
    ulong NewSpi, Octets Nonce, KeyExchangeMethod Method, InitiatedExchange Exchange, QueuedOrder Queued) : PendingExchange
{
    /// <summary>What the peer has put in place of this IKE SA meanwhile; null when it has not.</summary>
    internal IkeRival? Rival { get; init; }

    /// <summary>True when the peer has already asked us for another method.</summary>
    internal bool HasChangedMethod { get; init; }

    /// <summary>A first request, with the key exchange method that the IKE SA has now.</summary>
    internal static PendingIkeRekey Begin(EstablishedStep step, QueuedOrder queued)
    {
        KeyExchangeMethod method = step.State.Sa.Suite.KeyExchange;
        return new PendingIkeRekey(
            step.Means.Spis.NextIkeSpi(), step.Means.Nonce(), method, method.Initiate(step.Means.Random), queued);
    }

    /// <summary><c>SA, Ni, KEi</c></summary>
    internal IkePayload[] Payloads(ConnectionOptions connection) =>
    [
        IkeChoice.Offer(connection.Proposals, SpiOctets(NewSpi)),
        new NoncePayload(Nonce),
        new KePayload((ushort)Method.Id, Octets.Copy(Exchange.PublicValue.Span)),
    ];

    /// <summary>An SPI as proposals have it.</summary>
    internal static Octets SpiOctets(ulong spi)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, spi);
        return bytes;
    }

    /// <inheritdoc/>
    internal override void EraseSecrets()
    {
        Exchange.Dispose();
        Rival?.Sa.Keys.Dispose();
    }

    /// <inheritdoc/>
    internal override void Finish(EstablishedStep step, IkeMessage reply)
    {
        if (TryAccept(step, reply, out IkeRival? made, out IkeFailure? failure))
        {
            Take(step, made!);
            return;
        }

        NotifyPayload? error = Notices.ErrorOf(reply);
        if (Rival is not null)
        {
            IkeReplacement.Adopt(step, Rival.Take(), weDelete: false);
        }
        else if (error?.Notify == NotifyType.TemporaryFailure)
        {
            step.Postpone(Queued);
        }
        else if (error?.Notify != NotifyType.InvalidKePayload || !TryChangeMethod(step, error))
        {
            step.Report(failure! with { Notify = error?.Notify, IsByPeer = error is not null });
        }
    }

    /// <summary>Two at once: the one with the lowest of the four nonces is redundant, and whoever made it deletes it (RFC 7296 §2.8.2).</summary>
    private void Take(EstablishedStep step, IkeRival made)
    {
        if (Rival is null)
        {
            IkeReplacement.Adopt(step, made.Sa, weDelete: true);
        }
        else if (Nonces.IsLower(made.LowerNonce, Rival.LowerNonce))
        {
            IkeReplacement.AddRedundant(step, made.Sa, weDelete: true);
            IkeReplacement.Adopt(step, Rival.Take(), weDelete: false);
        }
        else
        {
            IkeReplacement.AddRedundant(step, Rival.Take(), weDelete: false);
            IkeReplacement.Adopt(step, made.Sa, weDelete: true);
        }
    }

    private bool TryAccept(EstablishedStep step, IkeMessage reply, out IkeRival? made, out IkeFailure? failure)
    {
        made = null;
        Established old = step.State;
        if (reply.Find<SaPayload>() is not { } answer
            || reply.Find<NoncePayload>() is not { } nonce
            || reply.Find<KePayload>() is not { } key)
        {
            failure = Notices.ErrorOf(reply)?.Notify switch
            {
                null => MessageFailures.Incomplete(IkeStep.RekeyIke, old.Connection, "the answer lacks SA, KE or nonce"),
                NotifyType.NoProposalChosen => ProposalFailures.ByPeer(IkeStep.RekeyIke, old.Connection),
                { } error => MessageFailures.ByPeer(IkeStep.RekeyIke, old.Connection, error),
            };
            return false;
        }

        if (IkeChoice.TryAccept(answer, old.Connection.Proposals, out string problem) is not { Proposal.Spi.Length: sizeof(ulong) } choice)
        {
            failure = ProposalFailures.WrongChoice(IkeStep.RekeyIke, old.Connection, problem);
            return false;
        }

        if (choice.Suite.KeyExchange != Method || key.Method != Method.Id || !Exchange.TryFinish(key.Value.Span, out SecretBytes? secret))
        {
            failure = ProposalFailures.BadValue(IkeStep.RekeyIke, old.Connection);
            return false;
        }

        failure = null;
        using (secret)
        {
            ulong peerSpi = BinaryPrimitives.ReadUInt64BigEndian(choice.Proposal.Spi.Span);
            var context = new IkeSaContext(Nonce, nonce.Nonce, NewSpi, peerSpi);
            made = new IkeRival(
                IkeReplacement.Make(old.Sa, choice.Suite, secret, context, isInitiator: true), Nonces.Lower(Nonce, nonce.Nonce));
            return true;
        }
    }

    private bool TryChangeMethod(EstablishedStep step, NotifyPayload error)
    {
        int? wanted = Notices.WantedMethod(error);
        KeyExchangeMethod? method = SaInitAttempt.MethodsOf(step.State.Connection).FirstOrDefault(offered => offered.Id == wanted);
        if (method is null || HasChangedMethod)
        {
            return false;
        }

        step.SendRequest(
            ExchangeType.CreateChildSa,
            this with { Method = method, Exchange = method.Initiate(step.Means.Random), Nonce = step.Means.Nonce(), HasChangedMethod = true },
            static (exchange, connection) => ((PendingIkeRekey)exchange).Payloads(connection));
        return true;
    }
}
