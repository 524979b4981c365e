using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.QuickMode;

/// <summary>A quick mode under way.</summary>
/// <param name="MessageId">Its message ID.</param>
/// <param name="Options">What it is for.</param>
/// <param name="Selectors">Its traffic: one selector of each side.</param>
/// <param name="Replaced">Our SPI of the pair that it replaces; null for a new one.</param>
internal abstract record PendingQuickMode(uint MessageId, ChildOptions Options, ChildSelectors Selectors, uint? Replaced)
{
    /// <summary>Erases private keys; again is harmless.</summary>
    internal virtual void EraseSecrets()
    {
    }
}

/// <summary>One that we began: waits for the second message.</summary>
/// <param name="MessageId">Its message ID.</param>
/// <param name="Options">What it is for.</param>
/// <param name="Selectors">Its traffic.</param>
/// <param name="Replaced">What it replaces.</param>
internal sealed record InitiatedQuickMode(uint MessageId, ChildOptions Options, ChildSelectors Selectors, uint? Replaced)
    : PendingQuickMode(MessageId, Options, Selectors, Replaced)
{
    /// <summary>What was offered.</summary>
    internal required IReadOnlyList<Phase2Alternative> Offered { get; init; }

    /// <summary>How packets are to be wrapped.</summary>
    internal required EncapsulationMode Mode { get; init; }

    /// <summary>Our SPI.</summary>
    internal required uint InboundSpi { get; init; }

    /// <summary>Ni.</summary>
    internal required Octets Nonce { get; init; }

    /// <summary>Our half of a key exchange of its own; null without perfect forward secrecy.</summary>
    internal InitiatedExchange? Exchange { get; init; }

    /// <inheritdoc/>
    internal override void EraseSecrets() => Exchange?.Dispose();
}

/// <summary>One that we answered: our inbound SA is there, and waits for the third message.</summary>
/// <param name="MessageId">Its message ID.</param>
/// <param name="Child">The pair.</param>
/// <param name="Replaced">What it replaces.</param>
internal sealed record AnsweredQuickMode(uint MessageId, ChildSa Child, uint? Replaced)
    : PendingQuickMode(MessageId, Child.Options, Child.Selectors, Replaced)
{
    /// <summary>Ni.</summary>
    internal required Octets InitiatorNonce { get; init; }

    /// <summary>Nr.</summary>
    internal required Octets ResponderNonce { get; init; }
}
