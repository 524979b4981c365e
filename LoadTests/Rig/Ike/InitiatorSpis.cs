using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Sa;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>SPIs of initiators: random for IKE SAs, counted for Child SAs, which nobody receives on.</summary>
internal sealed class InitiatorSpis : ISpiSource
{
    private uint _lastChild = 0x1000_0000;

    /// <inheritdoc/>
    public ulong NextIkeSpi()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        SystemRandomSource.Instance.Fill(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) | 1;
    }

    /// <inheritdoc/>
    public uint NextChildSpi(SaProtocol protocol) => ++_lastChild;
}
