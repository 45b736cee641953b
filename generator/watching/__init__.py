"""Reading a take: what it shows beside what it should show. Readers of pictures, of sound, of scenes; one file each."""
