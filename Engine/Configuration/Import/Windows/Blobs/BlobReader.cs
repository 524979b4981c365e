using System.Buffers.Binary;

namespace Pipeline.Engine.Configuration.Import.Windows.Blobs;

/// <summary>Reads fields of <c>ipsecData</c> one behind the other; little-endian but for addresses. What is not there reads as zero, and is told.</summary>
/// <param name="blob">The bytes.</param>
internal ref struct BlobReader(ReadOnlySpan<byte> blob)
{
    private const int GuidLength = 16;

    private readonly ReadOnlySpan<byte> _blob = blob;

    /// <summary>Where the next field begins.</summary>
    public int At { get; private set; }

    /// <summary>True when a field lay beyond the end.</summary>
    public bool IsShort { get; private set; }

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _blob[At..];

    /// <summary>Reads the GUID that says which kind of data follows.</summary>
    public bool IsKind(Guid kind) => new Guid(Bytes(GuidLength)) == kind && !IsShort;

    public uint Number() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(sizeof(uint)));

    public ushort Short() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(sizeof(ushort)));

    public byte One() => Bytes(1)[0];

    /// <summary>Bytes with their length in front.</summary>
    public ReadOnlySpan<byte> Counted()
    {
        uint length = Number();
        if (length > (uint)Rest.Length)
        {
            IsShort = true;
            return default;
        }

        return Bytes((int)length);
    }

    /// <summary>A string in UTF-16 with its length in bytes in front, and perhaps a zero behind; not for secrets.</summary>
    public string Text()
    {
        string text = System.Text.Encoding.Unicode.GetString(Counted());
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    /// <summary>So many bytes; zeros when they are not there.</summary>
    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (length > Rest.Length)
        {
            IsShort = true;
            return new byte[length];
        }

        ReadOnlySpan<byte> bytes = _blob.Slice(At, length);
        At += length;
        return bytes;
    }
}
