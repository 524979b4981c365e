using Pipeline.Actors.Sharding;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Esp;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>Texts of the size that a path's cipher sees, laid out like packets in their buffers.</summary>
/// <remarks>
/// <code>
/// packet i   | SPI, sequence 8 | IV | text | ICV |   free up to Stride
/// </code>
/// Every library that is measured has texts of its own, as many and as far apart as the path has buffers, so that none
/// finds its bytes nearer in the caches than another.
/// </remarks>
internal sealed unsafe class CipherLoad
{
    /// <summary>Bytes of SPI and sequence number, which are authenticated.</summary>
    public const int AssociatedLength = 8;

    private const int Stride = 2560;

    private readonly int _stride;

    /// <param name="suite">The suite.</param>
    /// <param name="packetSize">Bytes of the inner IP packet; padding and trailer are added as ESP does.</param>
    /// <param name="direction">Outbound seals, inbound opens.</param>
    /// <param name="count">Packets.</param>
    public CipherLoad(CipherSuite suite, int packetSize, PathDirection direction, int count)
    {
        PacketTransform transform = suite.Transform;
        (Suite, Direction, Count) = (suite, direction, count);
        (IvLength, IcvLength) = (transform.IvLength, transform.IcvLength);
        TextLength = packetSize + EspTrailer.PadLength(packetSize, transform.BlockLength) + EspTrailer.Length;
        _stride = Math.Max(Stride, AssociatedLength + IvLength + TextLength + IcvLength + 64);
        EncryptionKey = new byte[transform.EncryptionKeyLength];
        IntegrityKey = new byte[transform.IntegrityKeyLength];
        Memory = PinnedBytes.Allocate(_stride * count);
        var random = new Random(packetSize);
        random.NextBytes(Memory.AsSpan());
        random.NextBytes(EncryptionKey);
        random.NextBytes(IntegrityKey);
    }

    /// <summary>The suite.</summary>
    public CipherSuite Suite { get; }

    /// <summary>Outbound seals, inbound opens.</summary>
    public PathDirection Direction { get; }

    /// <summary>True to seal.</summary>
    public bool Seals => Direction == PathDirection.Outbound;

    /// <summary>Packets.</summary>
    public int Count { get; }

    /// <summary>Bytes of explicit IV.</summary>
    public int IvLength { get; }

    /// <summary>Bytes of text, a multiple of the suite's block.</summary>
    public int TextLength { get; }

    /// <summary>Bytes of ICV.</summary>
    public int IcvLength { get; }

    /// <summary>Key and salt of the encryption algorithm.</summary>
    public byte[] EncryptionKey { get; }

    /// <summary>Key of the integrity algorithm.</summary>
    public byte[] IntegrityKey { get; }

    /// <summary>The key without its salt.</summary>
    public ReadOnlySpan<byte> CipherKey => EncryptionKey.AsSpan(0, EncryptionKey.Length - Suite.Encryption.SaltLength);

    /// <summary>The salt behind the key.</summary>
    public ReadOnlySpan<byte> Salt => EncryptionKey.AsSpan(EncryptionKey.Length - Suite.Encryption.SaltLength);

    /// <summary>All packets.</summary>
    public PinnedBytes Memory { get; }

    /// <summary>Where packet <paramref name="index"/> begins: its associated bytes.</summary>
    public int OffsetOf(int index) => index * _stride;

    /// <summary>The address of that place.</summary>
    public byte* AddressOf(int index) => Memory.Pointer + OffsetOf(index);

    /// <summary>The associated bytes of a packet.</summary>
    public Span<byte> Associated(int index) => Memory.AsSpan(OffsetOf(index), AssociatedLength);

    /// <summary>The explicit IV of a packet.</summary>
    public Span<byte> Iv(int index) => Memory.AsSpan(OffsetOf(index) + AssociatedLength, IvLength);

    /// <summary>The text of a packet.</summary>
    public Span<byte> Text(int index) => Memory.AsSpan(OffsetOf(index) + AssociatedLength + IvLength, TextLength);

    /// <summary>Associated bytes, IV and text: what a separate MAC covers.</summary>
    public Span<byte> Authenticated(int index) => Memory.AsSpan(OffsetOf(index), AssociatedLength + IvLength + TextLength);

    /// <summary>The ICV of a packet.</summary>
    public Span<byte> Icv(int index) => Memory.AsSpan(OffsetOf(index) + AssociatedLength + IvLength + TextLength, IcvLength);
}
