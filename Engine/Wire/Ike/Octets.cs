namespace Pipeline.Engine.Wire.Ike;

/// <summary>Bytes of a message, equal to others with the same content; a slice of the message, not a copy.</summary>
/// <remarks>The memory must not change afterwards. Not for key material: it is compared in variable time and never erased.</remarks>
/// <param name="memory">The bytes.</param>
public readonly struct Octets(ReadOnlyMemory<byte> memory) : IEquatable<Octets>
{
    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory { get; } = memory;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => Memory.Span;

    /// <summary>How many.</summary>
    public int Length => Memory.Length;

    /// <summary>True for none.</summary>
    public bool IsEmpty => Memory.IsEmpty;

    /// <summary>Takes an array as it is.</summary>
    public static implicit operator Octets(byte[] bytes) => new(bytes);

    /// <summary>Takes an array as it is.</summary>
    public static Octets FromByteArray(byte[] bytes) => new(bytes);

    /// <summary>Copies bytes that belong to somebody else, such as a packet buffer.</summary>
    public static Octets Copy(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>A part of them.</summary>
    public Octets Slice(int offset, int length) => new(Memory.Slice(offset, length));

    /// <summary>All from <paramref name="offset"/> on.</summary>
    public Octets Slice(int offset) => new(Memory[offset..]);

    /// <summary>True when the content is the same.</summary>
    public bool Equals(Octets other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Octets other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>True when the content is the same.</summary>
    public static bool operator ==(Octets left, Octets right) => left.Equals(right);

    /// <summary>True when the content differs.</summary>
    public static bool operator !=(Octets left, Octets right) => !left.Equals(right);

    /// <summary>The length, never the bytes: some messages carry passwords.</summary>
    public override string ToString() => $"{Length} octets";
}
