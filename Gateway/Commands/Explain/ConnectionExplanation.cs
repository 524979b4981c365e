using Pipeline.Engine.Configuration.Connections;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>What a connection would propose; also the shape of its JSON.</summary>
internal sealed record ConnectionExplanation
{
    /// <summary>Names, addresses, identities and methods, as <c>check</c> shows them.</summary>
    public required CheckedConnection Connection { get; init; }

    /// <summary>Its children, or the one that was asked for.</summary>
    public required IReadOnlyList<ChildProposals> Children { get; init; }

    /// <summary>What is told of a connection.</summary>
    /// <param name="connection">Which.</param>
    /// <param name="child">Its only child of interest; null for all.</param>
    public static ConnectionExplanation Of(ConnectionSettings connection, string? child = null) => new()
    {
        Connection = CheckedConnection.Of(connection),
        Children = [.. connection.Options.Children
            .Where(one => child is null || one.Name == child)
            .Select(one => new ChildProposals(
                one.Name,
                one.Mode.ToString().ToLowerInvariant(),
                one.Selectors?.ToString() ?? "host to host",
                [.. one.Proposals.Select(proposal => proposal.ToString())]))],
    };

    /// <summary>Writes it.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine($"  connection {Connection.Name}: {Connection.LocalIdentity} at {Connection.LocalAddress}, "
            + $"proved by {Connection.LocalProof}");
        output.WriteLine($"    to {Connection.RemoteIdentity} at {Connection.RemoteAddress}, proved by {Connection.RemoteProof}");
        output.WriteLine("    begun " + Connection.Initiate switch
        {
            "start" => "when the gateway starts",
            "never" => "by the peer only",
            _ => "by the first packet for it",
        });
        foreach (string proposal in Connection.IkeProposals)
        {
            output.WriteLine($"    proposes IKE {proposal}");
        }

        foreach (ChildProposals child in Children)
        {
            output.WriteLine($"  child {child.Name}: {child.Mode} mode, {child.Traffic}");
            foreach (string proposal in child.Proposals)
            {
                output.WriteLine($"    proposes {proposal}");
            }
        }
    }

    /// <summary>One child.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Mode">Tunnel or transport.</param>
    /// <param name="Traffic">Its selectors, ours first.</param>
    /// <param name="Proposals">In order of preference.</param>
    internal sealed record ChildProposals(string Name, string Mode, string Traffic, IReadOnlyList<string> Proposals);
}
