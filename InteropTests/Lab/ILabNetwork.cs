namespace Pipeline.InteropTests.Lab;

/// <summary>A network with us on the left and a peer on the right.</summary>
public interface ILabNetwork : IDisposable
{
    /// <summary>Where our gateway is.</summary>
    NetworkSpace Left { get; }

    /// <summary>Where the peer is.</summary>
    NetworkSpace Right { get; }
}
