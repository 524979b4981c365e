using Pipeline.Engine.Configuration.Connections;

namespace Pipeline.Gateway.Commands;

/// <summary>One connection as <c>check</c> shows it; also the shape of its JSON. No secret is in it.</summary>
internal sealed record CheckedConnection
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Which IKE it speaks: 1 or 2.</summary>
    public required int Version { get; init; }

    /// <summary>Our address, or <c>any</c>.</summary>
    public required string LocalAddress { get; init; }

    /// <summary>The peer's address, or <c>any</c>.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>Who we are.</summary>
    public required string LocalIdentity { get; init; }

    /// <summary>Who the peer must be, or <c>any</c>.</summary>
    public required string RemoteIdentity { get; init; }

    /// <summary>How we prove it.</summary>
    public required string LocalProof { get; init; }

    /// <summary>How the peer proves it.</summary>
    public required string RemoteProof { get; init; }

    /// <summary>When we begin: <c>onTraffic</c>, <c>start</c> or <c>never</c>.</summary>
    public required string Initiate { get; init; }

    /// <summary>Proposals of the IKE SA.</summary>
    public required IReadOnlyList<string> IkeProposals { get; init; }

    /// <summary>Each child with its mode and its traffic.</summary>
    public required IReadOnlyList<string> Children { get; init; }

    /// <summary>What <c>check</c> shows of a connection.</summary>
    public static CheckedConnection Of(ConnectionSettings connection) => new()
    {
        Name = connection.Name,
        Version = (int)connection.Options.Version,
        LocalAddress = connection.LocalAddress?.ToString() ?? "any",
        RemoteAddress = connection.RemoteAddress?.ToString() ?? "any",
        LocalIdentity = connection.Options.LocalIdentity.ToString(),
        RemoteIdentity = connection.Options.RemoteIdentity?.ToString() ?? "any",
        LocalProof = connection.Options.OwnProof.Name,
        RemoteProof = string.Join(", ", connection.Options.PeerProofs.Select(proof => proof.Name)),
        Initiate = connection.Initiation switch
        {
            Initiation.Start => "start",
            Initiation.Never => "never",
            _ => "onTraffic",
        },
        IkeProposals = [.. connection.Options.Proposals.Select(proposal => proposal.ToString())],
        Children = [.. connection.Options.Children.Select(
            child => $"{child.Name}: {child.Mode.ToString().ToLowerInvariant()}, {child.Selectors?.ToString() ?? "host to host"}")],
    };
}
