using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V1.Proposals;

/// <summary>One way to protect traffic: with one protocol, or with AH and ESP together.</summary>
/// <param name="Protocols">For each protocol, its suites in order of preference; none of the lists is empty.</param>
public sealed record Phase2Alternative(ValueList<ValueList<Phase2Suite>> Protocols)
{
    /// <summary>The alternative of proposals that belong together.</summary>
    /// <param name="together">One for each protocol.</param>
    /// <returns>Null when IKEv1 has no number for anything that one of them allows.</returns>
    public static Phase2Alternative? TryOf(IEnumerable<ChildProposal> together)
    {
        ValueList<Phase2Suite>[] protocols = [.. together.Select(proposal => (ValueList<Phase2Suite>)[.. Phase2Suite.Of(proposal)])];
        return protocols.Length == 0 || protocols.Any(suites => suites.Count == 0) ? null : new Phase2Alternative([.. protocols]);
    }

    /// <summary>It with one group alone, as an initiator offers it: there is one KE payload.</summary>
    /// <param name="groupId">The number of the group; null for no perfect forward secrecy.</param>
    /// <returns>Null when a protocol allows nothing with that group.</returns>
    public Phase2Alternative? With(int? groupId)
    {
        ValueList<Phase2Suite>[] protocols =
            [.. Protocols.Select(suites => (ValueList<Phase2Suite>)[.. suites.Where(suite => suite.Group?.Id == groupId)])];
        return protocols.Any(suites => suites.Count == 0) ? null : new Phase2Alternative([.. protocols]);
    }
}
