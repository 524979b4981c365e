using System.Runtime.InteropServices;

namespace Pipeline.LoadTests.Rig.Native;

/// <summary>A native library that may be installed or not, asked for functions by their exported names.</summary>
/// <param name="file">Its name for the dynamic linker.</param>
internal sealed class NativeLibraryFile(string file)
{
    private readonly nint _handle = NativeLibrary.TryLoad(file, out nint handle) ? handle : 0;

    /// <summary>True when it is installed.</summary>
    public bool IsInstalled => _handle != 0;

    /// <summary>The address of a function; 0 when there is none of that name.</summary>
    public nint Find(string function) =>
        IsInstalled && NativeLibrary.TryGetExport(_handle, function, out nint address) ? address : 0;

    /// <summary>The address of a function that must be there.</summary>
    /// <exception cref="EntryPointNotFoundException">It is not.</exception>
    public nint Require(string function) => NativeLibrary.GetExport(_handle, function);
}
