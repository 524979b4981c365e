using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>What this gateway offers and takes: of every type in it, one algorithm is to be chosen (RFC 7296 §3.3).</summary>
/// <param name="Protocol">What it is for.</param>
/// <param name="Algorithms">All alternatives, preferred ones first within each type.</param>
public abstract record Proposal(ProtocolId Protocol, ValueList<ProposalAlgorithm> Algorithms)
{
    // As strongSwan writes them.
    private static readonly TransformType[] Order =
    [
        TransformType.Encryption, TransformType.Integrity, TransformType.Prf, TransformType.KeyExchange, TransformType.SequenceNumbers,
    ];

    /// <summary>The alternatives of one type; none when the proposal does without it.</summary>
    public IEnumerable<ProposalAlgorithm> Of(TransformType type) => Algorithms.Where(algorithm => algorithm.Type == type);

    /// <summary>It, on the wire.</summary>
    /// <param name="number">Its number in the payload: from 1.</param>
    /// <param name="spi">Our inbound SPI: 4 bytes for ESP and AH; 8 to rekey an IKE SA, otherwise none.</param>
    public SaProposal ToWire(byte number, Octets spi) =>
        new(number, Protocol, spi, [.. Algorithms.Select(algorithm => algorithm.ToTransform())]);

    /// <summary>The text that makes it again.</summary>
    public override string ToString() => string.Join('-', Algorithms.Select(algorithm => algorithm.Name));

    /// <summary>The algorithms sorted by type; within a type the order stays.</summary>
    private protected static ValueList<ProposalAlgorithm> Sort(IEnumerable<ProposalAlgorithm> algorithms) =>
        [.. algorithms.OrderBy(algorithm => Array.IndexOf(Order, algorithm.Type))];
}
