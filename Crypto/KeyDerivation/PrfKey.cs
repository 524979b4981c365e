namespace Pipeline.Crypto.KeyDerivation;

/// <summary>A pseudorandom function with its key: takes an input in parts, gives the output, and begins again.</summary>
/// <remarks>Not thread safe. <see cref="Dispose"/> erases the key.</remarks>
public abstract class PrfKey : IDisposable
{
    /// <summary>Adds a part to the input.</summary>
    public abstract void Append(ReadOnlySpan<byte> part);

    /// <summary>Computes the function of everything appended, and forgets it.</summary>
    /// <param name="output">Takes the whole output: <see cref="Prf.OutputLength"/> bytes.</param>
    public abstract void Finish(Span<byte> output);

    /// <inheritdoc/>
    public void Dispose()
    {
        EraseKey();
        GC.SuppressFinalize(this);
    }

    /// <summary>Overwrites the key.</summary>
    protected abstract void EraseKey();
}

/// <summary>Takes a key of any length.</summary>
internal delegate PrfKey PrfKeyFactory(ReadOnlySpan<byte> key);
