namespace Pipeline.Engine.Ike.Messages;

/// <summary>A request that was sent and not answered yet.</summary>
/// <param name="datagrams">What to send again, bit by bit.</param>
internal sealed class OutstandingRequest(IReadOnlyList<byte[]> datagrams)
{
    /// <summary>One datagram, or all fragments.</summary>
    internal IReadOnlyList<byte[]> Datagrams => datagrams;

    /// <summary>How often it was sent again.</summary>
    internal int SentAgain { get; set; }
}
