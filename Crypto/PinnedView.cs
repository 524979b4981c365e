namespace Pipeline.Crypto;

/// <summary>The address of pinned memory: what a job names, so that making one writes no reference.</summary>
/// <remarks>
/// Only <see cref="PinnedBytes.View"/> makes one, and only the transforms look behind it. It does not keep the memory: whoever gives a job away holds the
/// <see cref="PinnedBytes"/> until the job ran. A reference in its place would cost a write barrier for every packet and field.
/// </remarks>
public readonly unsafe struct PinnedView : IEquatable<PinnedView>
{
    private readonly byte* _address;

    internal PinnedView(byte* address) => _address = address;

    /// <summary>Its first byte's address.</summary>
    internal byte* Pointer => _address;

    /// <summary>A part of the memory; nobody checks that it is inside, which is for the maker of the job to see to.</summary>
    internal Span<byte> AsSpan(int offset, int length) => new(_address + offset, length);

    /// <inheritdoc/>
    public bool Equals(PinnedView other) => _address == other._address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PinnedView other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((nint)_address).GetHashCode();

    /// <summary>True when both are the same memory.</summary>
    public static bool operator ==(PinnedView left, PinnedView right) => left.Equals(right);

    /// <summary>True when they are different memory.</summary>
    public static bool operator !=(PinnedView left, PinnedView right) => !left.Equals(right);
}
