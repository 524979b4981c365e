using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Ike;

/// <summary>Where security parameters indexes come from: the actors give out those that lead to the right shard.</summary>
public interface ISpiSource
{
    /// <summary>A fresh SPI for an IKE SA: not 0, not in use here, hard to guess (RFC 7296 §2.6).</summary>
    ulong NextIkeSpi();

    /// <summary>A fresh SPI for a Child SA that we receive on: over 255, not in use here (RFC 4303 §2.1).</summary>
    /// <param name="protocol">ESP or AH.</param>
    uint NextChildSpi(SaProtocol protocol);
}
